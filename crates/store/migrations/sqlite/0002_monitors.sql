-- What monitors ask for, what people silence, and what a budget left out.
SELECT 1;
