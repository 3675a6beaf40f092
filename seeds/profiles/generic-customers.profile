-- One row for each customer.
kind customers
day format YYYY-MM-DD
column "customer" is customer
column "customer_name" is customer_name
column "segment" is segment
column "country" is country
column "industry" is industry
column "do_not_contact" is do_not_contact
column "credit_limit" is credit_limit
