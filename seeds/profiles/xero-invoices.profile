-- Xero, export of sales invoices. It has one row for each line of an invoice; rows that repeat an invoice are left out by
-- hand, since each of them says the whole total.
kind ledger
delimiter comma
column "ContactName" is customer + customer_name
column "InvoiceNumber" is invoice
column "InvoiceDate" is invoice_date
column "DueDate" is due_date
column "Total" is amount
column "InvoiceAmountDue" is open_balance
column "Currency" is currency
column "Reference" is notes
ignore others because "the product keeps invoices, not their lines"
