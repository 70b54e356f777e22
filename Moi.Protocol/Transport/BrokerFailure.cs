namespace Moi.Protocol.Transport;

/// <summary>Why the broker could not be reached or did not do what was asked.</summary>
public enum BrokerFailure
{
    /// <summary>No connection could be made to the host and port.</summary>
    Unreachable,

    /// <summary>The host name has no address.</summary>
    NameNotFound,

    /// <summary>No answer came in time.</summary>
    Timeout,

    /// <summary>The broker did not accept user and password, or the lack of them.</summary>
    NotAuthenticated,

    /// <summary>The broker's access rules forbid this publish or subscription.</summary>
    NotAuthorized,

    /// <summary>The broker's certificate comes from an authority that is not trusted here.</summary>
    TlsUntrusted,

    /// <summary>The broker's certificate is for another host.</summary>
    TlsWrongHost,

    /// <summary>The broker's certificate is not valid now.</summary>
    TlsExpired,

    /// <summary>The broker wants a client certificate, or another one than it got.</summary>
    TlsClientCertificate,

    /// <summary>A certificate or key file of our own cannot be read.</summary>
    TlsFile,

    /// <summary>TLS failed otherwise; often the port does not speak TLS.</summary>
    TlsOther,

    /// <summary>The broker speaks neither MQTT 5 nor 3.1.1.</summary>
    VersionRefused,

    /// <summary>The broker does not accept the client id.</summary>
    ClientIdRefused,

    /// <summary>Another client connected with the same client id, and the broker closed this one.</summary>
    ClientIdTaken,

    /// <summary>The message is larger than the broker takes.</summary>
    PacketTooLarge,

    /// <summary>A limit of the broker is reached.</summary>
    QuotaExceeded,

    /// <summary>The broker is busy, shutting down or has moved.</summary>
    Unavailable,

    /// <summary>The broker refused for a reason of its own; the message tells its code.</summary>
    Refused,

    /// <summary>What came from the other end is not MQTT.</summary>
    ProtocolError,

    /// <summary>The connection ended while something was under way: it may or may not have been done.</summary>
    ConnectionLost,

    /// <summary>There is no connection now: nothing was sent.</summary>
    NotConnected,

    /// <summary>The session's owner ended the connection or failed to set it up.</summary>
    Local,
}
