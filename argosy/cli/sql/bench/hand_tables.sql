-- Tables like ours, for what is reserved by hand.
CREATE TABLE hand_level (LIKE inventory_level INCLUDING ALL);
CREATE TABLE hand_reservation (LIKE inventory_reservation INCLUDING ALL);
INSERT INTO hand_level SELECT * FROM inventory_level;
