-- How a draft is meant to leave (way: JSON): to the author alone, as a mail. NULL: as public as what it answers.
ALTER TABLE draft ADD COLUMN way text;
