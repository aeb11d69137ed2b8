-- A constraint was added and never proved.
ALTER TABLE orders_order ADD CONSTRAINT doctor_self_test CHECK (units > -1000000) NOT VALID
