-- One row for each dispute about an invoice.
kind disputes
day format YYYY-MM-DD
column "invoice" is invoice
column "opened_on" is opened_on
column "resolved_on" is resolved_on
