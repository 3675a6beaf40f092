-- One row for each customer.
kind customers
day format YYYY-MM-DD
decimal point
column "customer" is customer
column "customer_name" is customer_name
column "segment" is segment
column "country" is country
column "industry" is industry
column "do_not_contact" is do_not_contact
column "credit_limit" is credit_limit
column "currency" is currency
column "status" is status
column "is_person" is is_person
column "payment_terms" is payment_terms
column "ar_owner" is ar_owner
column "sales_owner" is sales_owner
column "labels" is labels
