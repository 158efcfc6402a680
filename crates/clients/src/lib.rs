//! Client lists: the titles of an agency, in the forms in which agencies keep them.
