kind ledger
skip rows where column "Name" is "Summe"
