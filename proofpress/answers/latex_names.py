"""LaTeX's commands: which are not seen, which are the same, and what they take."""

from __future__ import annotations

_UNSEEN = r"""
\left \right \middle \big \Big \bigg \Bigg \bigl \bigr \Bigl \Bigr \biggl \biggr \Biggl \Biggr \bigm \Bigm \displaystyle
\textstyle \scriptstyle \scriptscriptstyle \limits \nolimits \, \; \: \! \> \quad \qquad \thinspace \medspace \thickspace
\negthinspace \enspace \hfill \hfil \nonumber \notag \mathstrut \strut \centering \noindent \relax \allowbreak ~
"""
_UNSEEN_WITH_ARGUMENT = r"\hspace \hspace* \vspace \vspace* \label \phantom \hphantom \vphantom \kern"
_SYNONYMS = r"""
\frac \dfrac \tfrac \cfrac
\binom \dbinom \tbinom
\text \textrm \mbox \hbox \textnormal \mathrm
\mathbf \boldsymbol \bm \pmb
\overset \stackrel
\operatorname \operatorname*
| \vert \lvert \rvert \mid
\| \Vert \lVert \rVert \parallel
\leq \le ≤
\geq \ge ≥
\neq \ne ≠
\rightarrow \to →
\leftarrow \gets ←
\Rightarrow \implies ⇒
\Leftrightarrow \iff ⇔
\{ \lbrace
\} \rbrace
[ \lbrack
] \rbrack
\wedge \land
\vee \lor
\neg \lnot
\ni \owns
< \lt
> \gt
* \ast
: \colon
\ldots \dots \dotsc …
\cdots \dotsb ⋯
- −
\times ×
\cdot · ⋅
\pm ±
\div ÷
\infty ∞
\sum ∑
\prod ∏
\int ∫
\sqrt √
\partial ∂
\in ∈
\alpha α
\beta β
\gamma γ
\delta δ
\varepsilon ε
\zeta ζ
\eta η
\theta θ
\iota ι
\kappa κ
\lambda λ
\mu μ µ
\nu ν
\xi ξ
\pi π
\rho ρ
\sigma σ
\tau τ
\upsilon υ
\varphi φ
\chi χ
\psi ψ
\omega ω
\Gamma Γ
\Delta Δ
\Theta Θ
\Lambda Λ
\Xi Ξ
\Pi Π
\Sigma Σ
\Phi Φ
\Psi Ψ
\Omega Ω
"""
_WITH_TWO = r"\frac \binom \overset \underset \textcolor"
_WITH_ONE = r"""
\sqrt \hat \bar \vec \tilde \dot \ddot \check \breve \acute \grave \overline \underline \widehat \widetilde \overrightarrow
\overleftarrow \overbrace \underbrace \mathbf \mathit \mathsf \mathtt \mathcal \mathbb \mathfrak \mathscr \boxed \substack
\cancel \xrightarrow \xleftarrow \not \tag \tag* \pmod \mathring
"""
_NAMED = "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp lim max min sup inf det dim gcd"
_ALIGNED = "align align* aligned alignat alignat* alignedat eqnarray eqnarray* split gather gather* gathered multline multline*"

UNSEEN = frozenset(_UNSEEN.split()) | {"\\ ", "\\\n"}
UNSEEN_WITH_ARGUMENT = frozenset(_UNSEEN_WITH_ARGUMENT.split())
SYNONYMS = {other: line.split()[0] for line in _SYNONYMS.split("\n") if line for other in line.split()[1:]}
ARGUMENTS = dict.fromkeys(_WITH_TWO.split(), 2) | dict.fromkeys(_WITH_ONE.split(), 1)
FUNCTIONS = frozenset(_NAMED.split())  # \operatorname{sin} is \sin
VERBATIM = frozenset((r"\text", r"\textbf", r"\textit", r"\operatorname"))
ALIGNING = frozenset(_ALIGNED.split())  # environments whose columns are not seen
FRAMES = frozenset(("equation", "equation*", "displaymath", "math"))
