-- The European Central Bank's reference rates, one row for each day and one column for each currency: 1 EUR is so much.
kind rates
delimiter comma
day format auto
decimal point
column "Date" is rate_date
wide rates from "EUR"
