-- The sample file "late payment histories" of IBM Watson Analytics: one row for each invoice, all of them paid.
kind ledger
day format M/D/YYYY
column "customerID" is customer
column "countryCode" is country
column "invoiceNumber" is invoice
column "InvoiceDate" is invoice_date
column "DueDate" is due_date
column "InvoiceAmount" is amount
column "SettledDate" is settled_date
default currency "USD"
ignore "PaperlessDate" because "nothing reads how invoices are sent"
ignore "PaperlessBill" because "nothing reads how invoices are sent"
ignore "Disputed" because "it has no day, so it would tell what only became known later"
ignore "DaysToSettle" because "it follows from the days, and is an outcome"
ignore "DaysLate" because "it follows from the days, and is an outcome"
