-- One row for each promise to pay an invoice; rows with one key are one promise over several.
kind promises
day format YYYY-MM-DD
decimal point
column "promise" is promise
column "invoice" is invoice
column "promised_on" is promised_on
column "promise_due_date" is promise_due_date
column "amount" is amount
column "currency" is currency
column "withdrawn_on" is withdrawn_on
column "contact" is contact
column "note" is note
