-- One row for each invoice; its customer is in the books already. A negative amount is a credit note.
kind invoices
day format YYYY-MM-DD
decimal point
column "invoice" is invoice
column "invoice_number" is invoice_number
column "customer" is customer
column "invoice_date" is invoice_date
column "due_date" is due_date
column "payment_terms" is payment_terms
column "amount" is amount
column "currency" is currency
column "po_number" is po_number
column "notes" is notes
column "voided_on" is voided_on
column "credited_invoice" is credited_invoice
