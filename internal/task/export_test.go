package task

// Entity is the description under test.
var Entity = entity

// Purge is what the job does with one batch.
var Purge = purge

// Remind is what the job of the reminders does with one batch.
var Remind = remind
