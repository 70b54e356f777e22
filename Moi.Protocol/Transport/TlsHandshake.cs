using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Moi.Protocol.Transport;

/// <summary>Encrypts a connection and says in words what the broker's certificate lacks, which SslStream
/// doesn't.</summary>
internal sealed class TlsHandshake
{
    private readonly MqttSessionOptions _options;
    private readonly string _host;
    private BrokerException? _verdict;

    private TlsHandshake(MqttSessionOptions options, TlsOptions tls)
    {
        _options = options;
        _host = tls.TargetHost ?? options.Host;
    }

    /// <summary>Runs the handshake.</summary>
    /// <param name="network">The connection; owned by the result.</param>
    /// <param name="options">The broker's address, for messages.</param>
    /// <param name="tls">What is trusted and sent.</param>
    /// <param name="cancel">Ends the handshake.</param>
    /// <returns>The encrypted stream.</returns>
    /// <exception cref="BrokerException">The broker's certificate is not accepted, or TLS fails otherwise.</exception>
    public static async Task<SslStream> RunAsync(
        Stream network, MqttSessionOptions options, TlsOptions tls, CancellationToken cancel)
    {
        TlsHandshake handshake = new(options, tls);
        SslClientAuthenticationOptions authentication = handshake.Prepare(tls);
        SslStream encrypted = new(network);
        try
        {
            await encrypted.AuthenticateAsClientAsync(authentication, cancel);
            return encrypted;
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException)
        {
            await encrypted.DisposeAsync();
            throw handshake._verdict ?? handshake.Failed(failure);
        }
        catch (OperationCanceledException)
        {
            await encrypted.DisposeAsync();
            throw;
        }
    }

    private SslClientAuthenticationOptions Prepare(TlsOptions tls)
    {
        OwnCertificate? own = TlsFiles.ReadOwn(tls);
        return new SslClientAuthenticationOptions
        {
            TargetHost = _host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = TrustPolicy(tls),
            RemoteCertificateValidationCallback = Judge,
            ClientCertificateContext = own is null
                ? null
                : SslStreamCertificateContext.Create(own.Certificate, own.Intermediates, offline: true),
        };
    }

    // A private authority publishes no revocation lists, and a device may reach no other host than the broker.
    private static X509ChainPolicy TrustPolicy(TlsOptions tls)
    {
        X509ChainPolicy policy = new() { RevocationMode = X509RevocationMode.NoCheck };
        if (tls.CaFile is string file)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.DisableCertificateDownloads = true;
            policy.CustomTrustStore.AddRange(TlsFiles.ReadAuthorities(file));
        }

        return policy;
    }

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.None)
        {
            X509ChainStatusFlags flaws = (chain?.ChainStatus ?? [])
                .Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
            _verdict = Verdict(errors, flaws, certificate as X509Certificate2);
        }

        return errors == SslPolicyErrors.None;
    }

    private BrokerException Verdict(SslPolicyErrors errors, X509ChainStatusFlags flaws, X509Certificate2? certificate)
    {
        const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot
            | X509ChainStatusFlags.PartialChain
            | X509ChainStatusFlags.NotSignatureValid;
        string whose = $"The certificate of the broker at {_options.Address}";
        if ((flaws & Untrusted) != 0)
        {
            return new BrokerException(
                BrokerFailure.TlsUntrusted,
                $"{whose} comes from an authority that is not trusted here ({certificate?.Issuer}). " +
                    "Name the file with its authority as the CA file.");
        }

        if ((flaws & X509ChainStatusFlags.NotTimeValid) != 0)
        {
            return new BrokerException(
                BrokerFailure.TlsExpired,
                $"{whose} or of its authority is not valid now (valid from {certificate?.NotBefore:yyyy-MM-dd} to " +
                    $"{certificate?.NotAfter:yyyy-MM-dd}). Renew it, or check the clock of this machine.");
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? new BrokerException(
                BrokerFailure.TlsWrongHost,
                $"{whose} is not for '{_host}'. Connect by a name that it carries, or set the target host.")
            : new BrokerException(BrokerFailure.TlsOther, $"{whose} is not accepted: {errors} {flaws}.");
    }

    private BrokerException Failed(Exception failure) => new(
        BrokerFailure.TlsOther,
        $"TLS with the broker at {_options.Address} failed: " +
            $"{OneLine.Of((failure.InnerException ?? failure).Message)}. Check that this port speaks TLS.",
        failure);
}
