-- Every line but the first has a mistake of its own.
kind invoices
encoding latin
header 4
header line 0
day format M/D/YYYYY
day format for Datum M/D/YYYY
day format auto
day format D.M.YYYY
day due_date from amount minus payment_terms
day due_date from invoice_date times payment_terms
columns by name
column "Datum" is invoice_date +
column "Betrag" is amount + customer_name
value column "Land" "D" means "DE"
skip rows where "X" is "Y"
skip rows where column "X" starts with ""
ignore others
ignore others because "one"
ignore others because "two"
wide rates from "Euro"
wide rates from "EUR"
default payment_term "15"
