-- One row for each invoice, with its customer and what became of it: the day it was paid, or what is open.
kind ledger
day format YYYY-MM-DD
decimal point
column "customer" is customer
column "customer_name" is customer_name
column "segment" is segment
column "country" is country
column "industry" is industry
column "do_not_contact" is do_not_contact
column "credit_limit" is credit_limit
column "status" is status
column "is_person" is is_person
column "payment_terms" is payment_terms
column "ar_owner" is ar_owner
column "sales_owner" is sales_owner
column "labels" is labels
column "invoice" is invoice
column "invoice_number" is invoice_number
column "invoice_date" is invoice_date
column "due_date" is due_date
column "amount" is amount
column "currency" is currency
column "po_number" is po_number
column "notes" is notes
column "settled_date" is settled_date
column "open_balance" is open_balance
column "balance_on" is balance_on
