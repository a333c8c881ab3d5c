package org.idrelay.console;

import java.util.List;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.photo.PhotoDecoder;
import org.idrelay.api.photo.PhotoException;
import org.idrelay.api.photo.PhotoImage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes pictures of photos with whatever decoders are there. Blocks as long as they do. */
@Component(service = Photos.class)
public final class Photos {

    private static final Logger log = LoggerFactory.getLogger(Photos.class);
    private static final Set<String> SHOWN_BY_BROWSERS = Set.of("image/png", "image/jpeg", "image/bmp");

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            fieldOption = FieldOption.REPLACE)
    private volatile List<PhotoDecoder> decoders = List.of();

    @Activate
    public Photos() {}

    Photos(PhotoDecoder... decoders) {
        this.decoders = List.of(decoders);
    }

    /**
     * Asks those that recognise the format, until one can.
     *
     * @throws PhotoException PHOTO_UNKNOWN if none recognises it, PHOTO_FAILED if none of those could
     */
    PhotoImage decode(Bytes photo) throws PhotoException {
        FailureCode failure = FailureCode.PHOTO_UNKNOWN;
        for (PhotoDecoder decoder : decoders) {
            try {
                if (decoder.recognises(photo)) {
                    failure = FailureCode.PHOTO_FAILED;
                    PhotoImage image = decoder.decode(photo);
                    if (SHOWN_BY_BROWSERS.contains(image.mediaType())) {
                        return image;
                    }
                    log.warn("photo decoder {} makes {}, which no browser shows", decoder.name(), image.mediaType());
                }
            } catch (PhotoException | RuntimeException e) {
                log.warn(
                        "photo decoder {} failed: {}",
                        decoder.name(),
                        e.getClass().getName());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PhotoException(FailureCode.PHOTO_FAILED, "interrupted", e);
            }
        }
        throw new PhotoException(failure, "no decoder could");
    }
}
