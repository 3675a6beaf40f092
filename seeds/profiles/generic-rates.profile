-- One row for each day and pair of currencies: 1 from_currency is worth rate to_currency.
kind rates
day format YYYY-MM-DD
decimal point
column "rate_date" is rate_date
column "from_currency" is from_currency
column "to_currency" is to_currency
column "rate" is rate
