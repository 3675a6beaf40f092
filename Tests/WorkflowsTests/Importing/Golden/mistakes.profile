-- Every line but the first three has a mistake of its own.
kind ledger
column "Customer" is customer
kind invoices
delimeter comma
delimiter slash
day format M/D/YYY
day M/D/YYYY
decimal comma point
column "Customer" is customer_name
column "Other" is customer
column Name is customer_name
column "Date" is invoice_day
column "Paid" is payment_date
default currency
default colour "red"
key amount from customer
key invoice from customer invoice_date
key invoice from invoice + customer
key invoice from customer + segment
ignore "Clerk"
ignore "Clerk because "x"
"quoted" start
