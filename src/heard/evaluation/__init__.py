"""What a pilot was judged by: its measures under the headings that the force had chosen."""
