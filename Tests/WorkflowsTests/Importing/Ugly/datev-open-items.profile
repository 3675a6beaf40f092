-- DATEV Rechnungswesen, list of open items of debtors, condensed to single items, saved from Excel as CSV.
kind ledger
delimiter semicolon
decimal comma
grouping point
column "Konto" is customer
column "Rechnungsnummer" is invoice
column "Datum" is invoice_date
column "Fälligkeit" is due_date
column "Sollbetrag" is amount
column "Saldo" is open_balance
column "Buchungstext" is notes
default currency "base"
ignore "Habenbetrag" because "what was paid is the amount less the balance"
ignore "Gegenkonto" because "nothing reads the account of the other side"
