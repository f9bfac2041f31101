"""Files: checks of uploads, storage and download of attachments, import and export of tables."""
