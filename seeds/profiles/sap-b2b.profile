-- The shared sample of a B2B seller's closed invoices: one row for each invoice, all of them paid.
-- The invoice date is not in it: it lies the terms before the due date, 15 days where they are unknown.
-- Terms with half a day are averages; the whole days of them count.
kind ledger
delimiter comma
day format YYYY-MM-DD
decimal point
column "cust_number" is customer
column "due_date" is due_date
column "clear_date" is settled_date
column "amount" is amount
column "terms_days" is payment_terms
column "currency" is currency
default currency "USD"
default payment_terms "15"
value column "terms_days" "12.5" is "12"
value column "terms_days" "15.5" is "15"
value column "terms_days" "16.5" is "16"
value column "terms_days" "17.5" is "17"
value column "terms_days" "18.5" is "18"
value column "terms_days" "20.5" is "20"
value column "terms_days" "23.5" is "23"
day invoice_date from due_date minus payment_terms
key invoice from customer + due_date + amount numbered
ignore "days_late" because "it follows from the days, and is an outcome"
ignore "terms_code" because "the days of the terms stand in a column of their own"
ignore "business_code" because "nothing reads which part of the company sold"
ignore "terms_known" because "unknown terms are empty, and the default says them"
