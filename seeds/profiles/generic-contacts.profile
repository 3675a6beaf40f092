-- One row for each person at a customer; the customer is in the books already.
kind contacts
day format YYYY-MM-DD
column "contact" is contact
column "customer" is customer
column "contact_name" is contact_name
column "role" is role
column "email" is email
column "phone" is phone
column "time_zone" is time_zone
column "language" is language
column "is_primary" is is_primary
column "do_not_contact" is do_not_contact
column "bounced_on" is bounced_on
