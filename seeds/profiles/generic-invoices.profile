-- One row for each invoice; its customer is in the books already.
kind invoices
day format YYYY-MM-DD
column "invoice" is invoice
column "invoice_number" is invoice_number
column "customer" is customer
column "invoice_date" is invoice_date
column "due_date" is due_date
column "amount" is amount
column "currency" is currency
