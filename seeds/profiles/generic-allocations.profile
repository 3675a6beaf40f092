-- One row for each part of a payment that is set against an invoice.
kind allocations
day format YYYY-MM-DD
decimal point
column "payment" is payment
column "invoice" is invoice
column "amount" is amount
column "currency" is currency
column "allocated_on" is allocated_on
