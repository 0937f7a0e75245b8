# For other scripts: settle FOLDER gives all files of a folder the time of SOURCE_DATE_EPOCH, and modes that no umask of a
# clone has changed.
settle() {
  find "$1" -type d -exec chmod 755 {} +
  find "$1" -type f -perm /100 -exec chmod 755 {} +
  find "$1" -type f ! -perm /100 -exec chmod 644 {} +
  find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}
