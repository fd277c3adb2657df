-- How loud sources usually are, and gaps that were read again.
SELECT 1;
