package contact

// ContactEntity and CompanyEntity are the descriptions under test.
var ContactEntity, CompanyEntity = contactEntity, companyEntity

// Purge is what the job does with one batch.
var Purge = purge
