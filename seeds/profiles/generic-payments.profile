-- One row for each entry on an invoice or a customer's account; a refund or reversal has a negative amount.
kind payments
day format YYYY-MM-DD
decimal point
column "payment" is payment
column "customer" is customer
column "invoice" is invoice
column "payment_date" is payment_date
column "amount" is amount
column "currency" is currency
column "payment_type" is payment_type
column "method" is method
column "reference" is reference
column "reverses" is reverses
