"""One run of sortition-algorithms (GPL-3.0), in an environment of its own: ``how people.csv features.csv places``."""

import sys
from pathlib import Path

from sortition_algorithms import CSVStringDataSource, SelectionData, Settings, run_stratification

how, people_file, features_file, places = sys.argv[1:]
source = CSVStringDataSource(Path(features_file).read_text(), Path(people_file).read_text())
data = SelectionData(source)
settings = Settings(
    id_column="nationbuilder_id", columns_to_keep=[], selection_algorithm=how, random_number_seed=1
)
features, *_ = data.load_features(int(places))
people, *_ = data.load_people(settings, features)
done, *_ = run_stratification(features, people, int(places), settings, max_seconds=3600)
sys.exit(0 if done else 1)
