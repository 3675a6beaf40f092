-- One row for each entry on an invoice; a refund or reversal has a negative amount.
kind payments
day format YYYY-MM-DD
column "payment" is payment
column "invoice" is invoice
column "payment_date" is payment_date
column "amount" is amount
column "currency" is currency
column "payment_type" is payment_type
