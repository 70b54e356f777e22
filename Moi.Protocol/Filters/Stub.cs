namespace Moi.Protocol.Filters;
/// <summary>s</summary>
public abstract record Filter { }
