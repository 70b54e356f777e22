using System.Security.Cryptography.X509Certificates;

namespace Moi.Protocol.Transport;

/// <summary>What we send of ourselves in a TLS handshake.</summary>
/// <param name="Certificate">Our certificate with its private key.</param>
/// <param name="Intermediates">The certificates between it and the authority.</param>
internal sealed record OwnCertificate(X509Certificate2 Certificate, X509Certificate2Collection Intermediates);
