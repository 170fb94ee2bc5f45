"""A worker process like `portal worker`, whose PDF are the twin's: what is tested is what it writes."""

from portal.adapters.pdf import RenduMemoire
from portal.app import create_app
from portal.worker import consommer

if __name__ == "__main__":
    consommer(create_app(pdf=RenduMemoire()))
