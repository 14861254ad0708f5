"""From a closed site to what examiners hold: captured, judged, reported, sealed; a sealed dossier opened again."""
