-- One row for each promise to pay an invoice.
kind promises
day format YYYY-MM-DD
column "invoice" is invoice
column "promised_on" is promised_on
column "promise_due_date" is promise_due_date
column "withdrawn_on" is withdrawn_on
