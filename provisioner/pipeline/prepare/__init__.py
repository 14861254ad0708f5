"""A centre before the day: its calendar, the draw of subjects, its workstations, golden images, the doctor."""
