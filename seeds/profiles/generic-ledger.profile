-- One row for each invoice, with its customer and, once it is paid, the day.
kind ledger
day format YYYY-MM-DD
column "customer" is customer
column "customer_name" is customer_name
column "segment" is segment
column "country" is country
column "industry" is industry
column "do_not_contact" is do_not_contact
column "credit_limit" is credit_limit
column "invoice" is invoice
column "invoice_number" is invoice_number
column "invoice_date" is invoice_date
column "due_date" is due_date
column "amount" is amount
column "currency" is currency
column "settled_date" is settled_date
