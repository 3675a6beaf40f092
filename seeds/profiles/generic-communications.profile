-- One row for each letter, mail, message or call, out or in.
kind communications
day format YYYY-MM-DD
column "communication" is communication
column "customer" is customer
column "contact" is contact
column "invoice" is invoice
column "direction" is direction
column "channel" is channel
column "occurred_on" is occurred_on
column "subject" is subject
column "body" is body
column "reply_to" is reply_to
