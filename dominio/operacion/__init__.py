"""Base operativa: lo que hace la gente en el portal con una alerta (atender, comprometer, posponer, verificar)."""
