-- A piece rotted on the disk.
UPDATE evidence_chunk SET data = set_byte(data, length(data) - 1, get_byte(data, length(data) - 1) # 1)
WHERE blob_id = (SELECT blob_id FROM evidence_file WHERE id = %(file)s)
