"""The papers of a class (培训资料) as content: facts in, blocks out; PDF and DOCX are made of the same blocks."""
