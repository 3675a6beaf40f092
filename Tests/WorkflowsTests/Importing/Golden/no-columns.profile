kind payments
decimal comma
grouping comma
