import pytest

from provisioner.steps.image.outside import loads

HOST = "e5b.invalid"


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://s.w.org/emoji.js"></script>',
        '<img src="//secure.gravatar.com/avatar/1">',
        '<img src="/a.png" srcset="/a.png 1x, https://cdn.example/a.png 2x">',
        '<link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Libre+Franklin">',
        '<link rel="dns-prefetch" href="//s.w.org">',
        "<style>@font-face{src:url('https://fonts.gstatic.com/x.woff2')}</style>",
        '<style>@import "https://fonts.googleapis.com/css";</style>',
        '<div style="background: url(https://cdn.example/b.png)"></div>',
        '<iframe src="https://www.youtube.com/embed/x"></iframe>',
        '<video poster="https://cdn.example/p.jpg"></video>',
    ],
)
def test_what_the_browser_would_ask_of_another_host_is_found(html):
    assert len(loads(html, HOST)) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://www.facebook.com/secondeveine">Facebook</a>',
        '<link rel="canonical" href="https://elsewhere.example/">',
        '<link rel="profile" href="https://gmpg.org/xfn/11">',
        '<link rel="https://api.w.org/" href="http://e5b.invalid/wp-json/">',
        '<img src="http://e5b.invalid/logo.png">',
        '<img src="data:image/png;base64,AAAA">',
        '<svg xmlns="http://www.w3.org/2000/svg"><use xlink:href="#icon"></use></svg>',
        "<p>url(https://elsewhere.example/x.png)</p>",
    ],
)
def test_links_and_local_addresses_are_no_matter(html):
    assert loads(html, HOST) == []
