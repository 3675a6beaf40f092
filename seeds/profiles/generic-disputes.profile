-- One row for each dispute about an invoice.
kind disputes
day format YYYY-MM-DD
decimal point
column "dispute" is dispute
column "invoice" is invoice
column "opened_on" is opened_on
column "resolved_on" is resolved_on
column "amount" is amount
column "currency" is currency
column "category" is category
column "reason" is reason
column "owner" is owner
column "dispute_due_date" is dispute_due_date
column "outcome" is outcome
