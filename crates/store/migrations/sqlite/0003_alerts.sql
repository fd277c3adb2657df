-- Saved searches, alerts, notices and their delivery.
SELECT 1;
