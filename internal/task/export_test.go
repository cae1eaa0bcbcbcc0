package task

// Entity is the description under test.
var Entity = entity

// Remind is what the job of the reminders does with one batch.
var Remind = remind
